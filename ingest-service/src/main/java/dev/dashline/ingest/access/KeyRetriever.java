package dev.dashline.ingest.access;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Fetches an issuer's keys: a small document, soon, from the address that was configured and from no other. */
final class KeyRetriever extends DefaultResourceRetriever {

    private static final int MILLIS = 2_000;
    private static final int BYTES = 256 * 1_024;

    KeyRetriever() {
        super(MILLIS, MILLIS, BYTES);
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
        HttpURLConnection connection = super.openHTTPConnection(url);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }
}
