package dev.dashline.media.cage;

import java.util.EnumSet;
import java.util.Set;

/** Calls of Linux, by their numbers on x86-64 and on AArch64; -1 where there is none. */
enum SystemCall {
    OPENAT(257, 56),
    CLOSE(3, 57),
    PRCTL(157, 167),
    CAPSET(126, 91),
    EXECVE(59, 221),
    SECCOMP(317, 277),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446),

    // What is allowed with some arguments.
    CLONE(56, 220),
    CLONE3(435, 435),
    PRLIMIT64(302, 261),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    SENDMSG(46, 211),
    TGKILL(234, 131),

    // Other connections.
    SOCKETPAIR(53, 199),
    BIND(49, 200),
    LISTEN(50, 201),
    ACCEPT(43, 202),
    ACCEPT4(288, 242),
    SENDMMSG(307, 269),
    SHMGET(29, 194),
    SHMAT(30, 196),
    MSGGET(68, 186),
    SEMGET(64, 190),
    MQ_OPEN(240, 180),
    // They make other calls unseen.
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    // Other processes.
    FORK(57, -1),
    VFORK(58, -1),
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    KCMP(312, 272),
    KILL(62, 129),
    TKILL(200, 130),
    RT_SIGQUEUEINFO(129, 138),
    RT_TGSIGQUEUEINFO(297, 240),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_GETFD(438, 438),
    SETPRIORITY(141, 140),
    IOPRIO_SET(251, 30),
    // The kernel itself.
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    KEYCTL(250, 219),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    PERSONALITY(135, 92),
    // Other views of files.
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    UNSHARE(272, 97),
    SETNS(308, 268),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    // What Landlock does not see: whose a file is, and who may read it.
    CHMOD(90, -1),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452),
    CHOWN(92, -1),
    LCHOWN(94, -1),
    FCHOWN(93, 55),
    FCHOWNAT(260, 54),
    UTIME(132, -1),
    UTIMES(235, -1),
    FUTIMESAT(261, -1),
    UTIMENSAT(280, 88),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16);

    /** What no program in a cage needs, whatever the arguments. */
    static final Set<SystemCall> FORBIDDEN = Set.copyOf(EnumSet.range(SOCKETPAIR, FREMOVEXATTR));

    private final int x86;
    private final int arm;

    SystemCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** Its number on x86-64; -1 if there is none. */
    int onX86() {
        return x86;
    }

    /** Its number on AArch64; -1 if there is none. */
    int onArm() {
        return arm;
    }
}
