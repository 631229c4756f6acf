package dev.dashline.ingest.connection;

/**
 * How clients connect.
 *
 * @param most how many are connected at a time; others wait until one has gone
 */
public record ConnectionSettings(int most) {}
