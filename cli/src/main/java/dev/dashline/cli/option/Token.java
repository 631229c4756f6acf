package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Finds the token that a command shows: on its command line, in the environment, or in a file for one reader. */
final class Token {

    static final String VARIABLE = "DASHLINE_TOKEN";
    static final String FILE_VARIABLE = "DASHLINE_CONFIG";

    private static final String PROPERTY = "token";
    private static final String VISIBLE = "[\\x21-\\x7e]+";
    private static final Set<PosixFilePermission> OWN =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private Token() {}

    /**
     * The token; empty if there is none, which is right for a service that wants none.
     *
     * @throws CliException if it cannot be one, or others can read the file that it is in
     */
    static Optional<String> find(Optional<String> option, Map<String, String> environment) {
        Optional<String> token = option.or(() -> Optional.ofNullable(environment.get(VARIABLE)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .or(() -> file(environment).flatMap(Token::read));
        token.filter(text -> !text.matches(VISIBLE)).ifPresent(text -> {
            throw new CliException("the token is none: it has characters that no token has", CliException.USAGE);
        });
        return token;
    }

    private static Optional<Path> file(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(FILE_VARIABLE))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME"))
                        .map(home -> Path.of(home, ".config", "dashline", "config")))
                .filter(Files::exists);
    }

    private static Optional<String> read(Path file) {
        try {
            boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
            if (posix && !OWN.containsAll(Files.getPosixFilePermissions(file))) {
                throw new CliException(
                        file + " has a token that others may read; let only its owner: chmod 600 " + file,
                        CliException.USAGE);
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return Optional.ofNullable(properties.getProperty(PROPERTY)).map(String::strip);
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
