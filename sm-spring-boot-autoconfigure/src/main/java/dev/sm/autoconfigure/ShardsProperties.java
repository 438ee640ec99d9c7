package dev.sm.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.sm.manager.HungDrop;
import dev.sm.manager.OwnershipMode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shards of the application's service and of further services.
 *
 * @param count Number of fixed shards, found by key, from 0 to 100000. With 0 there are
 * only those that are added at run time.
 * @param ownership What happens to a shard while the coordination store is away.
 * @param handlerTimeout How long one call of a shard handler may take, more than 0.
 * @param hungDrop What becomes of a shard whose handler takes longer to drop it.
 * @param services Further services that this application takes part in, by name.
 * @param program Program that is told to add and drop shards, in place of a shard
 * handler.
 */
record ShardsProperties(@DefaultValue("64") int count, @DefaultValue("exclusive") OwnershipMode ownership,
		@DefaultValue("20s") Duration handlerTimeout, @DefaultValue("fence") HungDrop hungDrop,
		@DefaultValue Map<String, Service> services, @Nullable Program program) {

	/**
	 * A further service. What is left out is as for the application's own service.
	 *
	 * @param count Number of fixed shards, found by key, from 0 to 100000.
	 * @param ownership What happens to a shard while the coordination store is away.
	 * @param handlerTimeout How long one call of a shard handler may take, more than 0.
	 * @param hungDrop What becomes of a shard whose handler takes longer to drop it.
	 * @param program Program that is told to add and drop shards, in place of a shard
	 * handler.
	 */
	record Service(@Nullable Integer count, @Nullable OwnershipMode ownership, @Nullable Duration handlerTimeout,
			@Nullable HungDrop hungDrop, @Nullable Program program) {

	}

	/**
	 * A program, in any language, that is told to add and drop shards by HTTP.
	 *
	 * @param url Where it serves, such as 'http://127.0.0.1:9000'.
	 * @param remote Whether it may be on another host than this instance.
	 */
	record Program(@Nullable URI url, @DefaultValue("false") boolean remote) {

	}

}
