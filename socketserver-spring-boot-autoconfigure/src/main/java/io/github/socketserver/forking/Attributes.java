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
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Hands the attributes of a request to a child. A child trusts what its parent has
 * serialized, but never the other way round.
 */
final class Attributes {

	private Attributes() {
	}

	/**
	 * Write attributes.
	 * @param target where to
	 * @param attributes the attributes; those that cannot be serialized are left out
	 */
	static void write(DataOutput target, Map<String, Object> attributes) throws IOException {
		Map<String, byte[]> serialized = new HashMap<>();
		for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
			byte[] value = serialize(attribute.getValue());
			if (value != null) {
				serialized.put(attribute.getKey(), value);
			}
		}
		target.writeInt(serialized.size());
		for (Map.Entry<String, byte[]> attribute : serialized.entrySet()) {
			Texts.write(target, attribute.getKey());
			Texts.writeBytes(target, attribute.getValue());
		}
	}

	private static byte @Nullable [] serialize(Object value) throws IOException {
		if (!(value instanceof Serializable)) {
			return null;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream target = new ObjectOutputStream(bytes)) {
			target.writeObject(value);
		}
		catch (NotSerializableException ex) {
			return null;
		}
		return bytes.toByteArray();
	}

	static Map<String, Object> read(DataInput source) throws IOException {
		Map<String, Object> attributes = new HashMap<>();
		for (int count = source.readInt(); count > 0; count--) {
			String name = Texts.read(source);
			attributes.put(name, deserialize(name, Texts.readBytes(source)));
		}
		return attributes;
	}

	private static Object deserialize(String name, byte[] value) throws IOException {
		try (ObjectInputStream source = new ContextObjectInputStream(value)) {
			return source.readObject();
		}
		catch (ClassNotFoundException ex) {
			throw new IOException("The attribute '%s' has a class that the child does not have".formatted(name), ex);
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
