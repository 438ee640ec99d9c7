package dev.sm.handler;

import java.util.Map;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
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
	public void drop(Shard shard) throws Exception {
		call(HandlerEvent.DROP, shard);
	}

	@Override
	public double load(Shard shard) throws Exception {
		return (call(HandlerEvent.LOAD, shard) instanceof Number load) ? load.doubleValue() : Double.NaN;
	}

	private @Nullable Object call(HandlerEvent event, Shard shard) throws Exception {
		HandlerMethod method = this.methods.get(event);
		return (method != null) ? method.invoke(shard) : null;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
