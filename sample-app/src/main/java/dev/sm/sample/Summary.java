package dev.sm.sample;

import java.util.List;
import java.util.Set;

/**
 * What one instance, or several together, count.
 *
 * @param shards the shards that are counted
 * @param names how many names there are
 * @param total the sum of their counts
 * @param top the largest, ordered
 */
record Summary(Set<String> shards, long names, long total, List<NamedCount> top) {

}
