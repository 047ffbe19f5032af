/** A map that forgets what was used longest ago, so that memory does not grow with the tree. */

export type BoundedMap<K, V> = {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
  /** Forgets everything. */
  clear(): void;
  readonly size: number;
};

/** Keeps at most `limit` entries; `forget` is told of each value that is dropped, replaced ones included. */
export function boundedMap<K, V>(limit: number, forget: (value: V) => void = () => {}): BoundedMap<K, V> {
  const map = new Map<K, V>();
  let newest: K | undefined;
  return {
    get(key) {
      const value = map.get(key);
      if (value !== undefined && key !== newest) {
        map.delete(key);
        map.set(key, value);
        newest = key;
      }
      return value;
    },
    set(key, value) {
      const old = map.get(key);
      if (old !== undefined) {
        map.delete(key);
        if (old !== value) forget(old);
      } else if (map.size >= limit) {
        const [oldest, dropped] = map.entries().next().value as [K, V];
        map.delete(oldest);
        forget(dropped);
      }
      map.set(key, value);
      newest = key;
    },
    delete(key) {
      const old = map.get(key);
      if (old === undefined) return;
      map.delete(key);
      if (newest === key) newest = undefined;
      forget(old);
    },
    clear() {
      for (const value of map.values()) forget(value);
      map.clear();
      newest = undefined;
    },
    get size() {
      return map.size;
    },
  };
}
