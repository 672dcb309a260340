package dev.preheat.title;

import dev.preheat.catalogue.TitlePart;
import dev.preheat.media.Language;
import dev.preheat.media.Rendition;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/** Which of the objects that manifests lead to are filled. */
public record Selection(TitlePart part) {
    boolean takes(Target target) {
        return isInTime(target) && takes(target.rendition());
    }

    /** How much of a title is filled that plays for {@code seconds}. */
    public double of(double seconds) {
        return part.firstSeconds() == 0 ? seconds : Math.min(seconds, part.firstSeconds());
    }

    private boolean isInTime(Target target) {
        return part.firstSeconds() == 0 || target.isWithin(part.firstSeconds());
    }

    private boolean takes(Rendition rendition) {
        var features = rendition.features();
        return isWithin(features.height(), part.maxHeight())
                && isWithin(rendition.bandwidth(), part.maxBitRate())
                && features.codecs().stream().allMatch(codec -> isNamed(part.codecs(), codec, String::startsWith))
                && (features.language().isEmpty()
                        || isNamed(part.languages(), features.language(), Selection::isFormOf));
    }

    // 0 stands for "nobody says" on the left and for "any" on the right
    private static boolean isWithin(long value, long most) {
        return most == 0 || value <= most;
    }

    private static boolean isNamed(List<String> names, String one, BiPredicate<String, String> matches) {
        return names.isEmpty()
                || names.stream()
                        .anyMatch(name -> matches.test(one.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)));
    }

    // RFC 4647 §3.3.1, basic filtering; packagers write "eng" as often as "en"
    private static boolean isFormOf(String tag, String range) {
        var one = Language.shortest(tag);
        var wanted = Language.shortest(range);
        return one.equals(wanted) || one.startsWith(wanted + "-");
    }
}
