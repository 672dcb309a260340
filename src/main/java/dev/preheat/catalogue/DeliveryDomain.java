package dev.preheat.catalogue;

import dev.preheat.tenancy.ProjectId;
import java.net.URI;
import java.util.Optional;

/**
 * A host name that a project may preheat.
 *
 * @param name in lower case, without a port
 * @param enabled whether it may be preheated now
 * @param origin where an object can be asked for before an edge is filled; the host part is dialled, the name is sent
 */
public record DeliveryDomain(String name, ProjectId project, boolean enabled, Optional<URI> origin) {}
