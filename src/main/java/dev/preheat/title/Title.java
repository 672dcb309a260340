package dev.preheat.title;

import dev.preheat.url.Url;
import dev.preheat.wire.Version;

/**
 * A title that is filled: its URL, its viewers, and the part of it that is wanted.
 *
 * @param atOrigin what the origin has, as far as it told
 */
public record Title(Url url, Version atOrigin, Viewers viewers, Selection selection) {}
