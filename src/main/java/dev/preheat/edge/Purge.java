package dev.preheat.edge;

/** The command, for an operator on the edge itself, that makes each cache forget what it has under an address. */
public final class Purge {
    private Purge() {}

    /** Reads on after "purge it there: ". */
    public static String command(Edge.Software software, String host, String path) {
        var request = "`curl -X PURGE -H 'Host: " + host + "' 'http://127.0.0.1" + path + "'`";
        return switch (software) {
            case NGINX ->
                "`grep -rlaF 'KEY: " + host + path + "' CACHE | xargs -r rm`, CACHE being the path of its "
                        + "proxy_cache_path"; // it has no command, and fetches anew what is not on its disk
            case VARNISH -> "`varnishadm ban 'req.http.host == \"" + host + "\" && req.url ~ \"^" + path + "\"'`";
            case TRAFFICSERVER -> request;
            case SQUID -> request + ", which its http_access must allow";
            case GENERIC -> "its manual has the command";
        };
    }
}
