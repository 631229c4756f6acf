// Requests a video and waits until it is public, knowing nothing but the brokers, the registry and the topics' names.
// node client.js BROKERS REGISTRY VIDEO LABELS SUBJECT...
// Prints a line of JSON: the ids of the subjects' schemas, and the event of the published video.
'use strict';

const { Kafka, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');

const PATIENCE_MILLIS = 300_000;

async function main(brokers, registryUrl, videoId, labels, subjects) {
  const registry = new SchemaRegistry({ host: registryUrl });
  const kafka = new Kafka({ clientId: 'foreign', brokers: brokers.split(','), logLevel: logLevel.ERROR });

  const schemas = {};
  for (const subject of subjects) {
    schemas[subject] = await registry.getLatestSchemaId(subject);
  }

  const value = await registry.encode(schemas['video-requested-value'], {
    videoId,
    source: 'file:///nowhere.mp4',
    labels,
    requestedAt: Date.now(),
  });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'video-requested', acks: -1, messages: [{ key: videoId, value }] });
  await producer.disconnect();

  const consumer = kafka.consumer({ groupId: `foreign-${videoId}` });
  await consumer.connect();
  await consumer.subscribe({ topic: 'video-published', fromBeginning: true });
  const published = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${videoId} was not published in time`)), PATIENCE_MILLIS).unref();
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          if (message.key.toString() === videoId) {
            resolve(await registry.decode(message.value));
          }
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  console.log(JSON.stringify({ schemas, published }));
}

const [brokers, registryUrl, videoId, labels, ...subjects] = process.argv.slice(2);
main(brokers, registryUrl, videoId, JSON.parse(labels), subjects).catch((error) => {
  console.error(error);
  process.exit(1);
});
