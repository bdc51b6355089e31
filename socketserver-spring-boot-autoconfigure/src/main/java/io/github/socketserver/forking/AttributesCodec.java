/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketserver.forking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes the attributes of a request for a child, as far as they can be serialized, and
 * reads them there. Each is written for itself, so that one that cannot be takes no other
 * with it.
 */
final class AttributesCodec {

	private AttributesCodec() {
	}

	static void write(DataOutput target, Map<String, Object> attributes) throws IOException {
		Map<String, byte[]> written = new HashMap<>();
		attributes.forEach((name, value) -> {
			byte[] bytes = (value instanceof Serializable) ? serialize(value) : null;
			if (bytes != null) {
				written.put(name, bytes);
			}
		});
		target.writeInt(written.size());
		for (Map.Entry<String, byte[]> attribute : written.entrySet()) {
			Texts.write(target, attribute.getKey());
			Texts.writeBytes(target, attribute.getValue());
		}
	}

	private static byte @Nullable [] serialize(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream target = new ObjectOutputStream(bytes)) {
			target.writeObject(value);
		}
		catch (IOException | RuntimeException ex) {
			// something in it is not serializable
			return null;
		}
		return bytes.toByteArray();
	}

	static Map<String, Object> read(DataInput source) throws IOException {
		Map<String, Object> attributes = new HashMap<>();
		for (int count = source.readInt(); count > 0; count--) {
			String name = Texts.read(source);
			Object value = deserialize(Texts.readBytes(source));
			if (value != null) {
				attributes.put(name, value);
			}
		}
		return attributes;
	}

	/**
	 * Read what the parent has written: a child trusts it, but never the other way round.
	 * @param bytes the serialized value
	 * @return the value, or {@code null} if it can only be written
	 */
	private static @Nullable Object deserialize(byte[] bytes) {
		try (ObjectInputStream source = new ContextObjectInputStream(bytes)) {
			return source.readObject();
		}
		catch (IOException | ClassNotFoundException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Finds the classes of an executable jar, too.
	 */
	private static final class ContextObjectInputStream extends ObjectInputStream {

		ContextObjectInputStream(byte[] bytes) throws IOException {
			super(new ByteArrayInputStream(bytes));
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
			try {
				return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
			}
			catch (ClassNotFoundException ex) {
				return super.resolveClass(type);
			}
		}

	}

}
