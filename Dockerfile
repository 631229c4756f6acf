# An image for each service, with what that service needs and nothing else, and one with the dashline command. They copy
# what `mvn package` has built:
#   mvn -q -DskipTests package
#   docker build --target encoder-service --tag encoder-service:0.1.0 .
# Targets: ingest-service, encoder-service, publisher-service, dashline.
ARG JRE=eclipse-temurin:25.0.3_9-jre-noble
FROM ${JRE} AS runtime
RUN useradd --uid 10001 --create-home --home-dir /home/dashline dashline
USER 10001
# The root file system may be read-only: all that is written goes to /tmp.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp" \
    LOG_FORMAT=json

FROM runtime AS ingest-service
COPY ingest-service/target/dashline/lib /opt/dashline/lib
ENTRYPOINT ["java", "-cp", "/opt/dashline/lib/*", "dev.dashline.ingest.IngestMain"]

FROM runtime AS encoder-service
COPY encoder-service/target/dashline/lib /opt/dashline/lib
ENTRYPOINT ["java", "-cp", "/opt/dashline/lib/*", "dev.dashline.encoder.EncoderMain"]

FROM runtime AS publisher-service
COPY publisher-service/target/dashline/lib /opt/dashline/lib
ENTRYPOINT ["java", "-cp", "/opt/dashline/lib/*", "dev.dashline.publisher.PublisherMain"]

# For administrators, and for what a deployment to try needs beside the services.
FROM runtime AS dashline
COPY cli/target/dashline/lib /opt/dashline/lib
ENTRYPOINT ["java", "-cp", "/opt/dashline/lib/*", "dev.dashline.cli.DashlineMain"]
CMD ["--help"]
