package dev.preheat.catalogue;

import java.util.regex.Pattern;

/** The id of a media asset in its project; the vendor's are 32 lower-case hex digits. */
public record AssetId(String value) {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public AssetId {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("an asset's id must be 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    /** True if {@code value} can be an asset's id at all. */
    public static boolean isLegal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
