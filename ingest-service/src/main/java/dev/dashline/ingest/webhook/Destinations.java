package dev.dashline.ingest.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Which receivers may be told: those that are public, or any. */
public enum Destinations {
    /** Over HTTPS only, and at public addresses only. */
    PUBLIC,
    /** Over HTTP, too, and at addresses of this machine and of private networks, too. */
    ANY;

    private static final int LONGEST = 2048;

    /** What is wrong with the URL of a receiver, to be read after its name; empty if nothing is. */
    public Optional<String> problem(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            return Optional.of("must be a URL");
        }
        Set<String> schemes = this == PUBLIC ? Set.of("https") : Set.of("https", "http");
        if (text.length() > LONGEST || url.getScheme() == null || !schemes.contains(url.getScheme())) {
            return Optional.of(this == PUBLIC ? "must be an https URL" : "must be an https or http URL");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("must name a host, and have no user and no fragment");
        }
        return Optional.empty();
    }

    /** Whether a connection may go to an address. */
    public boolean allow(InetAddress address) {
        return this == ANY || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        boolean local = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        byte[] bytes = address.getAddress();
        return !local && (address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes));
    }

    /** Without what RFC 6890 has as special and Java does not know. */
    private static boolean isPublicV4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        return first != 0
                && first < 240
                && !(first == 100 && second >= 64 && second < 128)
                && !(first == 192 && second == 0 && third == 0)
                && !(first == 198 && (second == 18 || second == 19));
    }

    /** Only what is given out as global unicast, and nothing that stands for an address of IPv4. */
    private static boolean isPublicV6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        boolean global = first >= 0x2000 && first <= 0x3fff;
        boolean sixToFour = first == 0x2002;
        boolean special = first == 0x2001 && second < 0x200;
        boolean documentation = first == 0x2001 && second == 0xdb8;
        return global && !sixToFour && !special && !documentation;
    }
}
