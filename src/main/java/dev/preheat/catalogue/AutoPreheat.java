package dev.preheat.catalogue;

import java.util.Optional;

/**
 * Whether an asset is preheated by itself when it is published, and what came of it the last time.
 *
 * @param task the task's id, where it was accepted
 * @param refused why it was not: {@code quota_spent}, {@code foreign_domain} or {@code disabled_domain}
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
