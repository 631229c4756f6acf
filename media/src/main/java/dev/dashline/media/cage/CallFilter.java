package dev.dashline.media.cage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter of system calls (seccomp), as a program of the kernel's packet filter. It refuses what reaches beyond a file
 * or a TCP connection: other sockets, other processes, other views of files. Use on one thread.
 *
 * <p>Constants: {@code linux/seccomp.h}, {@code linux/bpf_common.h}.
 */
final class CallFilter {

    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY_BIT = 0x45;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int REFUSE = 0x00050000;
    private static final int NOT_PERMITTED = 1;
    private static final int NO_SUCH_CALL = 38;

    /** Where a filter finds the number, the machine and the arguments of a call. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    /** Numbers from here on are calls of another kind of x86 program. */
    private static final int X32 = 0x40000000;

    private static final int NEW_THREAD = 0x00010000;
    private static final int INTERNET = 2;
    private static final int STREAM = 1;
    private static final int KIND_OF_SOCKET = 0xf;
    private static final int TCP = 6;
    private static final int CONNECT_AND_SEND = 0x20000000;
    private static final int FILTER_MODE = 1;

    private final Machine machine;
    private final List<long[]> program = new ArrayList<>();

    /**
     * Makes a filter.
     *
     * @param connects whether the program may open TCP connections
     * @param signals whether it may send signals, as something else says to whom
     */
    CallFilter(Machine machine, boolean connects, boolean signals) {
        this.machine = machine;
        step(LOAD, ARCHITECTURE);
        unlessEqual(machine.audit(), KILL);
        step(LOAD, NUMBER);
        jump(IF_AT_LEAST, X32, 0, 1);
        step(RETURN, REFUSE | NOT_PERMITTED);
        SystemCall.FORBIDDEN.stream().sorted().forEach(this::refuse);
        if (!signals) {
            refuse(SystemCall.TGKILL);
        }
        // The C library then makes threads by the older call, whose arguments a filter can see.
        when(SystemCall.CLONE3, List.of(new long[] {RETURN, 0, 0, REFUSE | NO_SUCH_CALL}));
        when(SystemCall.CLONE, List.of(argument(0), ifAnyBit(NEW_THREAD, 1, 0), refusal(), allowance()));
        // Of other processes.
        when(SystemCall.PRLIMIT64, List.of(argument(0), ifEqual(0, 1, 0), refusal(), allowance()));
        if (connects) {
            sockets();
        } else {
            List.of(SystemCall.SOCKET, SystemCall.CONNECT, SystemCall.SENDTO, SystemCall.SENDMSG)
                    .forEach(this::refuse);
        }
        step(RETURN, ALLOW);
    }

    /** TCP over IPv4, and no connection by another call than connect. */
    private void sockets() {
        when(
                SystemCall.SOCKET,
                List.of(
                        argument(0),
                        ifEqual(INTERNET, 0, 5),
                        argument(1),
                        new long[] {AND, 0, 0, KIND_OF_SOCKET},
                        ifEqual(STREAM, 0, 2),
                        argument(2),
                        ifEqual(0, 2, 1),
                        refusal(),
                        ifEqual(TCP, 0, 1),
                        allowance(),
                        refusal()));
        when(SystemCall.SENDTO, List.of(argument(3), ifAnyBit(CONNECT_AND_SEND, 0, 1), refusal(), allowance()));
        when(SystemCall.SENDMSG, List.of(argument(2), ifAnyBit(CONNECT_AND_SEND, 0, 1), refusal(), allowance()));
    }

    private void refuse(SystemCall call) {
        when(call, List.of(refusal()));
    }

    /** What follows if this is the call. It must end with a return. */
    private void when(SystemCall call, List<long[]> steps) {
        if (machine.number(call) >= 0) {
            jump(IF_EQUAL, machine.number(call), 0, steps.size());
            program.addAll(steps);
        }
    }

    private static long[] argument(int index) {
        return new long[] {LOAD, 0, 0, ARGUMENTS + index * (long) Long.BYTES};
    }

    private static long[] ifEqual(int value, int then, int otherwise) {
        return new long[] {IF_EQUAL, then, otherwise, value};
    }

    private static long[] ifAnyBit(int bits, int then, int otherwise) {
        return new long[] {IF_ANY_BIT, then, otherwise, bits};
    }

    private static long[] refusal() {
        return new long[] {RETURN, 0, 0, REFUSE | NOT_PERMITTED};
    }

    private static long[] allowance() {
        return new long[] {RETURN, 0, 0, ALLOW};
    }

    private void unlessEqual(int value, int end) {
        jump(IF_EQUAL, value, 1, 0);
        step(RETURN, end);
    }

    private void step(int code, int value) {
        program.add(new long[] {code, 0, 0, value});
    }

    private void jump(int code, int value, int then, int otherwise) {
        program.add(new long[] {code, then, otherwise, value});
    }

    /** Adds the call that sets it. No other call but the start of the program may follow. */
    void confine(CallList calls) {
        ByteBuffer steps = ByteBuffer.allocate(program.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] step : program) {
            steps.putShort((short) step[0])
                    .put((byte) step[1])
                    .put((byte) step[2])
                    .putInt((int) step[3]);
        }
        long set = calls.words(program.size(), calls.bytes(steps.array()));
        calls.call(SystemCall.SECCOMP, 0, FILTER_MODE, 0, set);
    }
}
