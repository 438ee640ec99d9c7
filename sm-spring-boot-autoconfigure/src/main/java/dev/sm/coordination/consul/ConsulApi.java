package dev.sm.coordination.consul;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/**
 * What is asked of a Consul agent. Answers come as they are, whatever their status. Path
 * variables are put in as they are: they must need no encoding.
 */
@HttpExchange(accept = MediaType.APPLICATION_JSON_VALUE, contentType = MediaType.APPLICATION_JSON_VALUE)
interface ConsulApi {

	@GetExchange("/v1/kv/{key}?consistent")
	ResponseEntity<byte[]> get(@PathVariable String key);

	@GetExchange("/v1/kv/{prefix}?recurse&consistent")
	ResponseEntity<byte[]> list(@PathVariable String prefix);

	@GetExchange("/v1/kv/{prefix}?recurse&consistent&index={index}&wait={wait}")
	ResponseEntity<byte[]> await(@PathVariable String prefix, @PathVariable long index, @PathVariable String wait);

	@PutExchange("/v1/txn?consistent")
	ResponseEntity<byte[]> transact(@RequestBody byte[] operations);

	@PutExchange("/v1/session/create")
	ResponseEntity<byte[]> createSession(@RequestBody byte[] session);

	@PutExchange("/v1/session/renew/{id}")
	ResponseEntity<byte[]> renewSession(@PathVariable String id);

	@PutExchange("/v1/session/destroy/{id}")
	ResponseEntity<byte[]> destroySession(@PathVariable String id);

	@PutExchange("/v1/agent/service/register")
	ResponseEntity<byte[]> registerService(@RequestBody byte[] service);

	@PutExchange("/v1/agent/service/deregister/{id}")
	ResponseEntity<byte[]> deregisterService(@PathVariable String id);

	@PutExchange("/v1/agent/check/pass/{id}")
	ResponseEntity<byte[]> pass(@PathVariable String id);

}
