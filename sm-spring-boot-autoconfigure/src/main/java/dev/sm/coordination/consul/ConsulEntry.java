package dev.sm.coordination.consul;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sm.coordination.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One key as Consul tells it.
 *
 * @param key the key as Consul has it, or {@code null} if it says none
 * @param value the value, in Base64, or {@code null} if it is empty
 * @param modifyIndex the index of the last change
 * @param session the session that has locked it, or {@code null}
 */
record ConsulEntry(@JsonProperty("Key") @Nullable String key, @JsonProperty("Value") @Nullable String value,
		@JsonProperty("ModifyIndex") long modifyIndex, @JsonProperty("Session") @Nullable String session) {

	/**
	 * The entry of the SPI.
	 * @return the entry
	 * @throws IllegalArgumentException if it was not written by this store
	 */
	Entry toEntry() {
		String text = (this.value != null) ? new String(Base64.getDecoder().decode(this.value), StandardCharsets.UTF_8)
				: "";
		return new Entry(ConsulKeys.decode((this.key != null) ? this.key : ""), text, this.modifyIndex, bound());
	}

	@Nullable String bound() {
		return (this.session != null && !this.session.isEmpty()) ? this.session : null;
	}

}
