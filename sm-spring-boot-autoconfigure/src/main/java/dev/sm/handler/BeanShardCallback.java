package dev.sm.handler;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of a handler bean.
 */
final class BeanShardCallback implements ShardCallback {

	private final String description;

	private final Map<HandlerEvent, HandlerMethod> methods;

	BeanShardCallback(String description, Map<HandlerEvent, HandlerMethod> methods) {
		this.description = description;
		this.methods = methods;
	}

	@Override
	public void prepare(Shard shard) throws Exception {
		call(HandlerEvent.PREPARE, shard);
	}

	@Override
	public void add(Shard shard) throws Exception {
		call(HandlerEvent.ADD, shard);
	}

	@Override
	public void add(Shard shard, byte[] state) throws Exception {
		call(HandlerEvent.ADD, shard, state);
	}

	@Override
	public byte @Nullable [] release(Shard shard) throws Exception {
		Object left = call(HandlerEvent.DROP, shard);
		return (left instanceof String text) ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) left;
	}

	@Override
	public void drop(Shard shard) throws Exception {
		call(HandlerEvent.DROP, shard);
	}

	/** What was prepared by a method of its own is dropped by one. */
	@Override
	public void discard(Shard shard) throws Exception {
		if (this.methods.containsKey(HandlerEvent.PREPARE)) {
			call(HandlerEvent.DROP, shard);
		}
	}

	@Override
	public ShardLoad load(Shard shard) throws Exception {
		Object load = call(HandlerEvent.LOAD, shard);
		if (load instanceof Number number) {
			return ShardLoad.of(number.doubleValue());
		}
		return (load instanceof ShardLoad metrics) ? metrics : ShardLoad.none();
	}

	private @Nullable Object call(HandlerEvent event, Shard shard) throws Exception {
		return call(event, shard, null);
	}

	private @Nullable Object call(HandlerEvent event, Shard shard, byte @Nullable [] state) throws Exception {
		HandlerMethod method = this.methods.get(event);
		return (method != null) ? method.invoke(shard, state) : null;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
