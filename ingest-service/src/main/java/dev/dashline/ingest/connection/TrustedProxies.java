package dev.dashline.ingest.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Takes a trusted proxy's word for where a request comes from: {@code X-Forwarded-For}, {@code -Proto} and {@code
 * -Host}. Proxies add to these headers, so their last values are the proxy's own, and earlier ones may be anybody's.
 */
public final class TrustedProxies implements HttpConfiguration.Customizer {

    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(new InetAddressSet());

    /** No names: to look one up takes time, and is another's to decide. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    private final InetAddressSet trusted;

    private TrustedProxies(InetAddressSet trusted) {
        this.trusted = trusted;
    }

    /**
     * Reads addresses and networks with commas between them.
     *
     * @throws IllegalArgumentException if one is none
     */
    static TrustedProxies parse(String text) {
        InetAddressSet trusted = new InetAddressSet();
        for (String each : text.split(",", -1)) {
            String network = each.strip();
            if (!ADDRESS.matcher(network.replaceFirst("/[0-9]{1,3}$", "")).matches()) {
                throw new IllegalArgumentException(network);
            }
            trusted.add(network);
        }
        return new TrustedProxies(trusted);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        return peer instanceof InetSocketAddress address && trusted.test(address.getAddress())
                ? new Forwarded(request, client(request).orElse(address))
                : request;
    }

    /** The last one that is no proxy of ours. */
    private Optional<InetSocketAddress> client(Request request) {
        List<String> hops = new ArrayList<>(request.getHeaders().getCSV("X-Forwarded-For", false));
        Collections.reverse(hops);
        Optional<InetSocketAddress> client = Optional.empty();
        for (String hop : hops) {
            Optional<InetAddress> address = address(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = Optional.of(new InetSocketAddress(address.get(), 0));
            if (!trusted.test(address.get())) {
                return client;
            }
        }
        return client;
    }

    private static Optional<InetAddress> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text)); // looks nothing up, as it is no name
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> last(Request request, String header) {
        List<String> values = request.getHeaders().getCSV(header, false);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** A request as its client sent it to the proxy. */
    private static final class Forwarded extends Request.Wrapper {

        private final HttpURI uri;
        private final HttpFields headers;
        private final ConnectionMetaData connection;

        Forwarded(Request request, InetSocketAddress client) {
            super(request);
            HttpURI.Mutable seen = HttpURI.build(request.getHttpURI());
            HttpFields.Mutable fields = HttpFields.build(request.getHeaders());
            last(request, "X-Forwarded-Proto")
                    .filter(proto -> proto.equals("http") || proto.equals("https"))
                    .ifPresent(seen::scheme);
            last(request, "X-Forwarded-Host")
                    .filter(host -> HOST.matcher(host).matches())
                    .ifPresent(host -> {
                        seen.authority(host);
                        fields.put(HttpHeader.HOST, host);
                    });
            this.uri = seen.asImmutable();
            this.headers = fields.asImmutable();
            this.connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return client;
                }

                @Override
                public boolean isSecure() {
                    return Forwarded.this.isSecure();
                }
            };
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public boolean isSecure() {
            return "https".equals(uri.getScheme());
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }
}
