package dev.preheat.catalogue;

import java.util.Optional;

/**
 * The automatic preheat of an asset when it is published, and its last outcome.
 *
 * @param wanted true if publishing the asset preheats it
 * @param task the task's id, if it was accepted
 * @param refused the reason if it was not: {@code quota_spent}, {@code foreign_domain} or {@code disabled_domain}
 */
public record AutoPreheat(boolean wanted, Optional<String> task, Optional<String> refused) {
    public static final AutoPreheat OFF = new AutoPreheat(false, Optional.empty(), Optional.empty());
    public static final AutoPreheat ON = new AutoPreheat(true, Optional.empty(), Optional.empty());

    public static AutoPreheat accepted(String task) {
        return new AutoPreheat(true, Optional.of(task), Optional.empty());
    }

    public static AutoPreheat refused(String why) {
        return new AutoPreheat(true, Optional.empty(), Optional.of(why));
    }
}
