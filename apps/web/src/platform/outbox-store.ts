import { photoMetadataSchema, type PersonId, type PhotoId, type PhotoMetadata } from '@visita/protocol'

/** A photograph that waits on this device, or what is known of it without opening it. */
export interface WaitingPhoto {
  id: PhotoId
  metadata: PhotoMetadata
}

/** Where photographs wait until the server has them; what is in it is read by its account alone. */
export interface OutboxStore {
  list(): Promise<readonly WaitingPhoto[]>
  add(photo: WaitingPhoto, content: Blob): Promise<void>
  /** Null for one that is gone, or that does not open any more. */
  read(id: PhotoId): Promise<Blob | null>
  remove(id: PhotoId): Promise<void>
}

const NAME = 'visita-outbox'
const KEYS = 'keys'
const PHOTOS = 'photos'

interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

interface Row {
  id: PhotoId
  /** Whose it is: a number that names nobody. */
  personId: PersonId
  addedAt: number
  metadata: Sealed
  content: Sealed
}

/**
 * In IndexedDB, so that it outlives the page, the browser and the telephone's battery. Each account has a key of its
 * own on this device, which no script can take out of the browser (AES-256-GCM, `extractable: false`): whoever signs in
 * after somebody else sees that something waits, and not what.
 */
export async function openOutbox(personId: PersonId): Promise<OutboxStore & Disposable> {
  const db = await openDatabase()
  const key = await keyOf(db, personId)
  const rowOf = (id: PhotoId): Promise<Row | undefined> =>
    answer(db.transaction(PHOTOS).objectStore(PHOTOS).get(id))
  return {
    async list() {
      const rows: Row[] = await answer(db.transaction(PHOTOS).objectStore(PHOTOS).getAll())
      const own = rows.filter((row) => row.personId === personId).toSorted((a, b) => a.addedAt - b.addedAt)
      const photos = await Promise.all(own.map((row) => metadataIn(key, row)))
      return photos.filter((photo) => photo !== null)
    },
    async add({ id, metadata }, content) {
      const row: Row = {
        id,
        personId,
        addedAt: Date.now(),
        metadata: await seal(key, new TextEncoder().encode(JSON.stringify(metadata)), `${id} metadata`),
        content: await seal(key, await content.arrayBuffer(), `${id} content`),
      }
      await change(db, (photos) => photos.put(row))
    },
    async read(id) {
      const row = await rowOf(id)
      const bytes = row && (await open(key, row.content, `${id} content`))
      return bytes ? new Blob([bytes]) : null
    },
    remove: (id) => change(db, (photos) => photos.delete(id)),
    [Symbol.dispose]: () => db.close(),
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(KEYS)
    request.result.createObjectStore(PHOTOS, { keyPath: 'id' })
  })
  return answer(request)
}

async function keyOf(db: IDBDatabase, personId: PersonId): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  // In one transaction, so that two tabs that open at once end up with the same key.
  const keys = db.transaction(KEYS, 'readwrite').objectStore(KEYS)
  const kept: CryptoKey | undefined = await answer(keys.get(personId))
  if (kept !== undefined) return kept
  await answer(keys.put(made, personId))
  return made
}

async function metadataIn(key: CryptoKey, { id, metadata }: Row): Promise<WaitingPhoto | null> {
  const bytes = await open(key, metadata, `${id} metadata`)
  if (bytes === null) return null
  const parsed = photoMetadataSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
  return parsed.success ? { id, metadata: parsed.data } : null
}

async function seal(key: CryptoKey, plain: BufferSource, place: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, bytes: await crypto.subtle.encrypt(cipher(iv, place), key, plain) }
}

async function open(key: CryptoKey, { iv, bytes }: Sealed, place: string): Promise<ArrayBuffer | null> {
  return crypto.subtle.decrypt(cipher(iv, place), key, bytes).catch(() => null)
}

/** Bound to its place, so that nothing opens as something else. */
const cipher = (iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(place),
})

async function change(db: IDBDatabase, act: (photos: IDBObjectStore) => IDBRequest): Promise<void> {
  const transaction = db.transaction(PHOTOS, 'readwrite', { durability: 'strict' })
  const done = new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not kept')))
  })
  act(transaction.objectStore(PHOTOS))
  await done
}

async function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
  })
}
