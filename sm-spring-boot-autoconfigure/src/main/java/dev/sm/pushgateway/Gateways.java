package dev.sm.pushgateway;

import java.util.List;

/**
 * What is asked of gateways themselves. Calls block for a bounded time; failures are
 * thrown as {@link RuntimeException}s. Implementations are thread-safe.
 */
interface Gateways {

	boolean isHealthy(String node);

	List<GroupCopy> groups(String node);

	void push(String node, GroupKey key, String text);

	void delete(String node, GroupKey key);

}
