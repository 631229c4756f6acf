package dev.dashline.store.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.util.ExponentialBackOff;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.dashline.store.ObjectAttributes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Opens a session for a resumable upload, with the client's own credentials: Google's client has such sessions, but
 * tells nobody where they are. Whoever knows a session's address may send its content, for a week.
 */
record GcsSession(Storage client, URI object, long size, ObjectAttributes attributes, Optional<String> origin) {

    URI open() throws IOException {
        StorageOptions options = client.getOptions();
        HttpTransportOptions transport = (HttpTransportOptions) options.getTransportOptions();
        BlobId id = GcsNames.object(object);
        GenericUrl url = new GenericUrl(options.getHost() + "/upload/storage/v1/b/" + id.getBucket() + "/o");
        url.put("uploadType", "resumable");
        url.put("name", id.getName());
        url.put("ifGenerationMatch", 0);
        HttpRequest request = transport
                .getHttpTransportFactory()
                .create()
                .createRequestFactory(transport.getHttpRequestInitializer(options))
                .buildPostRequest(url, new ByteArrayContent("application/json; charset=utf-8", resource()))
                .setUnsuccessfulResponseHandler(
                        new HttpBackOffUnsuccessfulResponseHandler(new ExponentialBackOff.Builder()
                                .setMaxElapsedTimeMillis(Math.toIntExact(options.getRetrySettings()
                                        .getTotalTimeoutDuration()
                                        .toMillis()))
                                .build()));
        request.getHeaders()
                .set("X-Upload-Content-Type", attributes.contentType())
                .set("X-Upload-Content-Length", Long.toString(size));
        origin.ifPresent(site -> request.getHeaders().set("Origin", site));
        try {
            HttpResponse answer = request.execute();
            try {
                return URI.create(Objects.requireNonNull(answer.getHeaders().getLocation(), "no address of a session"));
            } finally {
                answer.disconnect();
            }
        } catch (HttpResponseException e) {
            StorageException told = new StorageException(e.getStatusCode(), String.valueOf(e.getMessage()));
            told.initCause(e);
            throw told;
        }
    }

    /** What the object will be, beside its name, which is in the address, and its type, which is in a header. */
    private byte[] resource() {
        return ("{\"cacheControl\":\"" + attributes.cacheControl() + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
