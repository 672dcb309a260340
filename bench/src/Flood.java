import java.io.IOException;

/**
 * One kind of attack.
 *
 * @param attackers how many there are side by side, on as many connections
 * @param pauseMillis what each waits between two tries, which bounds what the attackers take of the machine
 */
record Flood(String name, int attackers, int pauseMillis, Attack attack) {

    /** One try, on a connection of its own: returns or fails when it is over. */
    @FunctionalInterface
    interface Attack {
        void once(Target at) throws IOException, InterruptedException;
    }
}
