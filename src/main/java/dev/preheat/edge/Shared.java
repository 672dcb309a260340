package dev.preheat.edge;

import dev.preheat.pace.Slots;
import dev.preheat.wire.EdgeClient;

/** What all fills share at edges and origins: connections, places, and the objects that are being stored. */
public record Shared(EdgeClient client, Slots slots, InFlight inFlight) {}
