package dev.dashline.media.command;

import java.nio.file.Path;

/**
 * The files of a task.
 *
 * @param source the input
 * @param output the folder for the output, with a folder for each rendition: {@code 0}, {@code 1} and so on
 */
public record TaskFiles(MediaInput source, Path output) {}
