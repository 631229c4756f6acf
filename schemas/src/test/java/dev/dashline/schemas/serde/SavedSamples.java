package dev.dashline.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/**
 * Records as a release wrote them: for each version a directory, in it for each schema the schema as it was ({@code
 * .avsc}) and some records of it, in Avro's JSON encoding, one a line ({@code .jsonl}).
 *
 * @param version the release, such as 0.1
 * @param writer the schema as it was
 * @param records the records
 */
record SavedSamples(String version, Schema writer, List<GenericRecord> records) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of("src/test/resources/samples");

    /** Every saved sample of every version. */
    static List<SavedSamples> all() {
        return find(ROOT, ".avsc").map(SavedSamples::read).toList();
    }

    /** The files below a directory with this ending, in a stable order. */
    static Stream<Path> find(Path directory, String suffix) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void save() {
        try {
            Path directory = Files.createDirectories(ROOT.resolve(version));
            String records = records().stream().map(SavedSamples::toJson).collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(directory.resolve(writer.getName() + ".avsc"), pretty(writer) + "\n", UTF_8);
            Files.writeString(directory.resolve(writer.getName() + ".jsonl"), records, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record's body in Avro's binary encoding, as its release wrote it. */
    static byte[] toBinary(GenericRecord record) {
        try {
            var bytes = new ByteArrayOutputStream();
            new GenericDatumWriter<>(record.getSchema())
                    .write(record, EncoderFactory.get().directBinaryEncoder(bytes, null));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return version + ' ' + writer.getFullName();
    }

    private static SavedSamples read(Path schemaFile) {
        try {
            Schema writer = new Schema.Parser().parse(Files.readString(schemaFile, UTF_8));
            Path recordsFile = schemaFile.resolveSibling(writer.getName() + ".jsonl");
            List<GenericRecord> records = Files.readAllLines(recordsFile, UTF_8).stream()
                    .map(line -> fromJson(line, writer))
                    .toList();
            return new SavedSamples(ROOT.relativize(schemaFile).getName(0).toString(), writer, records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(Schema schema) throws IOException {
        return JSON.readTree(schema.toString()).toPrettyString();
    }

    private static GenericRecord fromJson(String line, Schema writer) {
        try {
            return new GenericDatumReader<GenericRecord>(writer)
                    .read(null, DecoderFactory.get().jsonDecoder(writer, line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String toJson(GenericRecord record) {
        try {
            var bytes = new ByteArrayOutputStream();
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), bytes);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return bytes.toString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
