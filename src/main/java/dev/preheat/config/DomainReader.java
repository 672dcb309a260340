package dev.preheat.config;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.HeaderProfile;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.catalogue.Verify;
import dev.preheat.tenancy.Project;
import java.util.List;
import java.util.Optional;

/** Reads one of {@code domains}. */
final class DomainReader {
    private DomainReader() {}

    static Optional<DeliveryDomain> read(Cursor domain, Cursor.Once names, List<Project> projects) {
        domain.mapping("name", "project", "enabled", "origin", "profiles", "only", "verify");
        var name = domain.required("name", Texts::host);
        name.ifPresent(known -> names.note(domain, "name", known));
        var project = domain.required("project", Texts.project(projects));
        var enabled = domain.optional("enabled", true, Texts::yesOrNo);
        var origin = domain.optional("origin", Texts::address);
        var profiles = domain.list("profiles").stream()
                .map(place -> place.named(HeaderProfile::new))
                .flatMap(Optional::stream)
                .toList();
        var only = part(domain);
        var verify = domain.optional("verify", Verify.EVERY_OBJECT, Texts::verify);
        return name.flatMap(
                known -> project.map(id -> new DeliveryDomain(known, id, enabled, origin, profiles, only, verify)));
    }

    private static TitlePart part(Cursor domain) {
        var only = domain.section("only", "first-seconds", "max-height", "max-bit-rate", "codecs", "languages");
        return new TitlePart(
                only.optional("first-seconds", 0, TitlePart.SECONDS::parse),
                only.optional("max-height", 0, TitlePart.HEIGHT::parse),
                only.optional("max-bit-rate", 0, TitlePart.BIT_RATE::parse),
                names(only, "codecs"),
                names(only, "languages"));
    }

    private static List<String> names(Cursor only, String key) {
        return only.list(key, TitlePart.MOST_NAMES).stream()
                .flatMap(one -> one.scalar(Texts::tag).stream())
                .toList();
    }
}
