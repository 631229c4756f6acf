# All of Dashline in one image; the command says which service. Copies what `mvn package` has built:
#   mvn -q -DskipTests package && docker compose up --build
FROM eclipse-temurin:25-jre
RUN useradd --uid 10001 --create-home --home-dir /home/dashline dashline
COPY cli/target/dashline/lib /opt/dashline/lib
USER 10001
# The root file system may be read-only: all that is written goes to /tmp.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp" \
    LOG_FORMAT=json
ENTRYPOINT ["java", "-cp", "/opt/dashline/lib/*", "dev.dashline.cli.DashlineMain"]
CMD ["--help"]
