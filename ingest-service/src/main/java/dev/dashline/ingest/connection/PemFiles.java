package dev.dashline.ingest.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key, as PEM files have them (RFC 7468).
 *
 * @param chain the certificate, and those between it and its root
 */
record PemFiles(List<X509Certificate> chain, PrivateKey key) {

    private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([^-]*)-----END");
    private static final byte[] SIGNED = "any text".getBytes(US_ASCII);

    /** Reads both; they have to belong together. */
    static PemFiles read(byte[] certificate, byte[] key) throws CertificateFileException {
        List<X509Certificate> chain = chain(certificate);
        X509Certificate own = chain.get(0);
        PrivateKey read = key(key, own.getPublicKey().getAlgorithm());
        if (!isKeyOf(own, read)) {
            throw new CertificateFileException("The key in TLS_KEY is not that of the first certificate.");
        }
        return new PemFiles(chain, read);
    }

    /** The same as Java's TLS takes it. */
    KeyStore keyStore() throws CertificateFileException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("api", key, new char[0], chain.toArray(new X509Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateFileException("The certificate is of no kind that is known here: " + e, e);
        }
    }

    private static List<X509Certificate> chain(byte[] text) throws CertificateFileException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            throw new CertificateFileException("TLS_CERTIFICATE does not have certificates in PEM.", e);
        }
        throw new CertificateFileException("TLS_CERTIFICATE has no certificate in it.");
    }

    private static PrivateKey key(byte[] text, String algorithm) throws CertificateFileException {
        Matcher found = KEY.matcher(new String(text, US_ASCII));
        if (!found.find()) {
            throw new CertificateFileException("TLS_KEY has no private key in PEM.");
        }
        if (!found.group(1).isEmpty()) {
            throw new CertificateFileException("TLS_KEY is not PKCS #8 without a password. Turn it into that with"
                    + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW.");
        }
        try {
            byte[] key = Base64.getMimeDecoder().decode(found.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new CertificateFileException(
                    "TLS_KEY is no " + algorithm + " key, which the certificate asks for.", e);
        }
    }

    private static boolean isKeyOf(X509Certificate certificate, PrivateKey key) throws CertificateFileException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SIGNED);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new CertificateFileException("The key in TLS_KEY does not go with the certificate.", e);
        }
    }
}
