/**
 * Many may hold it shared, or one alone. First come, first served, so that nobody starves.
 */
export class SharedLock {
  private sharing = 0;
  private alone = false;
  private readonly waiting: { alone: boolean; enter: () => void }[] = [];

  async shared<T>(work: () => Promise<T>): Promise<T> {
    await this.enter(false);
    try {
      return await work();
    } finally {
      this.sharing--;
      this.wake();
    }
  }

  async exclusive<T>(work: () => Promise<T> | T): Promise<T> {
    await this.enter(true);
    try {
      return await work();
    } finally {
      this.alone = false;
      this.wake();
    }
  }

  private enter(alone: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ alone, enter: resolve });
      this.wake();
    });
  }

  private wake(): void {
    for (let next = this.waiting[0]; next && this.mayEnter(next.alone); next = this.waiting[0]) {
      this.waiting.shift();
      if (next.alone) this.alone = true;
      else this.sharing++;
      next.enter();
    }
  }

  private mayEnter(alone: boolean): boolean {
    return !this.alone && (!alone || this.sharing === 0);
  }
}
