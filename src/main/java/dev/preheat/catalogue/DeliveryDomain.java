package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A host name that a project may preheat.
 *
 * @param name in lower case, without a port
 * @param enabled whether it may be preheated now
 * @param origin where an object can be asked for before an edge is filled; the host part is dialled, the name is sent
 * @param profiles the kinds of viewers whose copies are filled beside that of a player which sends nothing special
 * @param only how much of its titles is filled
 * @param verify of which objects {@code origin} is asked, after a fill, whether the edge has its version
 */
public record DeliveryDomain(
        String name,
        ProjectId project,
        boolean enabled,
        Optional<URI> origin,
        List<HeaderProfile> profiles,
        TitlePart only,
        Verify verify) {
    public DeliveryDomain {
        profiles = List.copyOf(profiles);
    }

    /** The User-Agent that its profiles name first: what asks for every copy says that, also for the plain one. */
    public Optional<String> agent() {
        return profiles.stream()
                .flatMap(profile -> Optional.ofNullable(profile.fields().get(HeaderProfile.AGENT)).stream())
                .findFirst();
    }

    /** A domain whose viewers are all of one kind, and whose titles are filled whole. */
    public DeliveryDomain(String name, ProjectId project, boolean enabled, Optional<URI> origin) {
        this(name, project, enabled, origin, List.of(), TitlePart.WHOLE);
    }

    /** A domain whose every object is verified. */
    public DeliveryDomain(
            String name,
            ProjectId project,
            boolean enabled,
            Optional<URI> origin,
            List<HeaderProfile> profiles,
            TitlePart only) {
        this(name, project, enabled, origin, profiles, only, Verify.EVERY_OBJECT);
    }
}
