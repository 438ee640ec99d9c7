/**
 * A counter of downloads, sharded by name. Read in this order: {@code CountController}
 * (what clients see), {@code Counts} (who does it), {@code CountShards} (what is owned),
 * {@code ShardCounts} (the work itself), {@code Instances} and {@code Summaries} (other
 * instances), {@code Importer}.
 */
@NullMarked
package dev.sm.sample;

import org.jspecify.annotations.NullMarked;
