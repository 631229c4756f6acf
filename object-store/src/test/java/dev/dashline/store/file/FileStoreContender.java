package dev.dashline.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;

/** A process of its own that uses a file store as others do at the same time. */
final class FileStoreContender {

    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("text/plain", "no-cache");

    private final ObjectStore store = new FileObjectStore();
    private final URI root;
    private final String name;

    private FileStoreContender(URI root, String name) {
        this.root = root;
        this.name = name;
    }

    /**
     * Arguments: the root, this process's name, what to do, how often. Prints a line when it begins, and a number at
     * its end.
     */
    public static void main(String[] args) throws IOException {
        FileStoreContender contender = new FileStoreContender(URI.create(args[0]), args[1]);
        System.out.println("begins");
        int times = Integer.parseInt(args[3]);
        System.out.println(args[2].equals("create") ? contender.create(times) : contender.count(times));
    }

    /** Creates large objects that all want to create; how many it was that did. */
    private int create(int times) {
        int created = 0;
        for (int i = 0; i < times; i++) {
            byte[] content = new byte[100_000];
            Arrays.fill(content, (byte) name.charAt(0));
            try {
                store.write(root.resolve("object-" + i), content, Precondition.absent(), ATTRIBUTES);
                created++;
            } catch (StoreException e) {
                requireFenced(e);
            }
        }
        return created;
    }

    /** Adds one to the number that is the content of an object, again and again; how often. */
    private int count(int times) throws IOException {
        int counted = 0;
        while (counted < times) {
            try {
                StoredObject now = store.stat(root.resolve("counter")).orElseThrow();
                String next = Integer.toString(Integer.parseInt(read(now)) + 1);
                store.write(
                        now.uri(), next.getBytes(UTF_8), Precondition.generationMatches(now.generation()), ATTRIBUTES);
                counted++;
            } catch (StoreException e) {
                requireFenced(e);
            }
        }
        return counted;
    }

    private String read(StoredObject object) throws IOException {
        try (InputStream in = store.read(object.uri(), object.generation(), 0, Long.MAX_VALUE)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void requireFenced(StoreException e) {
        if (e.reason() != Reason.PRECONDITION_FAILED && e.reason() != Reason.NOT_FOUND) {
            throw e;
        }
    }
}
