import sharp from 'sharp'

/* One picture at a time by one thread, and none remembered: the server is to stay within 512 MB. */
sharp.concurrency(1)
sharp.cache(false)

export { sharp }
