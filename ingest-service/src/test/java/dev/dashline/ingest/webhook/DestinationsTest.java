package dev.dashline.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "0.0.0.0",
                "0.1.2.3",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001::1",
                "2001:db8::1"
            })
    void goesToNoAddressThatIsNotPublic(String address) throws UnknownHostException {
        assertThat(Destinations.PUBLIC.allow(InetAddress.getByName(address))).isFalse();
        assertThat(Destinations.ANY.allow(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "8.8.8.8", "100.128.0.1", "198.20.0.1", "2606:2800:21f::1", "2a00::1"})
    void goesToPublicAddresses(String address) throws UnknownHostException {
        assertThat(Destinations.PUBLIC.allow(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAUrl() {
        assertThat(Destinations.PUBLIC.problem("https://receiver.example/hook?a=b"))
                .isEmpty();
        assertThat(Destinations.PUBLIC.problem("http://receiver.example/")).contains("must be an https URL");
        assertThat(Destinations.ANY.problem("http://receiver.example/")).isEmpty();
        assertThat(Destinations.ANY.problem("file:///etc/passwd")).contains("must be an https or http URL");
        assertThat(Destinations.ANY.problem("https://me:secret@receiver.example/"))
                .isPresent();
        assertThat(Destinations.ANY.problem("https:///hook")).isPresent();
        assertThat(Destinations.ANY.problem("not a URL")).contains("must be a URL");
        assertThat(Destinations.ANY.problem("https://a.example/\r\nX: y")).isPresent();
        assertThat(Destinations.PUBLIC.problem("https://a.example/" + "x".repeat(2048)))
                .isPresent();
    }
}
