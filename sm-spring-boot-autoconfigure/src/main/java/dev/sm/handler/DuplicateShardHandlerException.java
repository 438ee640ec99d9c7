package dev.sm.handler;

import java.util.List;

/**
 * Two handlers want the shards of one service.
 */
@SuppressWarnings("serial")
public class DuplicateShardHandlerException extends IllegalStateException {

	private final String service;

	private final List<String> handlers;

	public DuplicateShardHandlerException(String service, List<String> handlers) {
		super("service '" + service + "' must have one shard handler (had " + handlers + ")");
		this.service = service;
		this.handlers = List.copyOf(handlers);
	}

	public String getService() {
		return this.service;
	}

	/**
	 * The handlers.
	 * @return each as bean name and class
	 */
	public List<String> getHandlers() {
		return this.handlers;
	}

}
