package dev.dashline.media.command;

import java.nio.file.Path;

/**
 * The files of a task.
 *
 * @param source what is read
 * @param output the folder that is written to, in which there is one folder for each rendition: {@code 0}, {@code 1} and so on
 */
public record TaskFiles(MediaInput source, Path output) {}
