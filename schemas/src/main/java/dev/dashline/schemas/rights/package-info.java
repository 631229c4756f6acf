/** What each service must be allowed to do in a Kafka cluster that asks for it. */
@NullMarked
package dev.dashline.schemas.rights;

import org.jspecify.annotations.NullMarked;
