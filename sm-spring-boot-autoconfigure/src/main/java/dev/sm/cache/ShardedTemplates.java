package dev.sm.cache;

import java.util.Set;

/**
 * The pools of an application, by name. Thread-safe.
 */
public interface ShardedTemplates {

	/**
	 * The names of the pools.
	 * @return the names
	 */
	Set<String> names();

	/**
	 * The template of a pool.
	 * @param pool the name of the pool
	 * @return its template
	 * @throws IllegalArgumentException if there is no such pool
	 */
	ShardedTemplate get(String pool);

}
