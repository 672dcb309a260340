package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every delivery domain, by its name; a name belongs to one project. */
public final class DeliveryDomains {
    private final Map<String, DeliveryDomain> byName;

    public DeliveryDomains(List<DeliveryDomain> domains) {
        byName = domains.stream().collect(Collectors.toUnmodifiableMap(DeliveryDomain::name, Function.identity()));
    }

    /** The domain called {@code host}, if it is one of the project's. */
    public Optional<DeliveryDomain> of(ProjectId project, String host) {
        return Optional.ofNullable(byName.get(host))
                .filter(domain -> domain.project().equals(project));
    }

    /** The names of all domains of a project. */
    public Set<String> namesOf(ProjectId project) {
        return byName.values().stream()
                .filter(domain -> domain.project().equals(project))
                .map(DeliveryDomain::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
