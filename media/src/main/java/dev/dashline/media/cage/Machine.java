package dev.dashline.media.cage;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A processor that the launcher exists for.
 *
 * <p>The code does what {@link Launcher} says, and uses no memory but the list. It is short enough to be read with a
 * disassembler: {@code objdump -D -b binary -m i386:x86-64} or {@code -m aarch64}.
 */
enum Machine {
    X86_64(62, 0xc000003e, """
            41bc00000010 4489e3
            31c0 31ff 4889de ba00001010 29da 0f05 4801c3 4885c0 7fe8
            4d8b2424
            498b0424 498b7c2408 498b742410 498b542418 4d8b542420 4d8b442428 4d8b4c2430 0f05
            493b442438 4d8d642440 74d0
            89c7 b8e7000000 0f05\
            """) {
        @Override
        int number(SystemCall call) {
            return call.onX86();
        }
    },
    AARCH64(183, 0xc00000b7, """
            1300a2d2 f40313aa 1502a2d2
            e80780d2 000080d2 e10314aa a20214cb 010000d4 9402008b 1f0000f1 2cffff54
            730240f9
            680240a9 610a41a9 631242a9 652643a9 73020191 010000d4 1f0009eb 20ffff54
            c80b80d2 010000d4\
            """) {
        @Override
        int number(SystemCall call) {
            return call.onArm();
        }
    };

    private final int elf;
    private final int audit;
    private final String code;

    Machine(int elf, int audit, String code) {
        this.elf = elf;
        this.audit = audit;
        this.code = code;
    }

    /** This machine; empty if it is none of these, or does not run Linux. */
    static Optional<Machine> current() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }

    /** The number of a call; -1 if there is none. */
    abstract int number(SystemCall call);

    /** What ELF files call it. */
    int elf() {
        return elf;
    }

    /** What filters of system calls call it. */
    int audit() {
        return audit;
    }

    /** The launcher's instructions. */
    byte[] code() {
        return HexFormat.of().parseHex(code.replaceAll("\\s", ""));
    }
}
