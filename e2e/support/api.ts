import type { APIRequestContext } from '@playwright/test';
import { request } from '@playwright/test';
import { ADMIN } from './server.ts';

export type Json = Record<string, any>;

/** The API as a signed-in person uses it, to prepare what a test needs and to see what it left. */
export class Api {
  private constructor(private readonly context: APIRequestContext) {}

  static async signIn(url: string, who: { email: string; password: string } = ADMIN): Promise<Api> {
    const context = await request.newContext({
      baseURL: `${url}/api/v1/`,
      extraHTTPHeaders: { 'x-proofline-csrf': '1', origin: url },
    });
    const api = new Api(context);
    await api.post('session', { email: who.email, password: who.password });
    return api;
  }

  get(path: string): Promise<Json> {
    return this.send('GET', path);
  }

  post(path: string, data: Json = {}): Promise<Json> {
    return this.send('POST', path, data);
  }

  put(path: string, data: Json): Promise<Json> {
    return this.send('PUT', path, data);
  }

  patch(path: string, data: Json): Promise<Json> {
    return this.send('PATCH', path, data);
  }

  async close(): Promise<void> {
    await this.context.dispose();
  }

  private async send(method: string, path: string, data?: Json): Promise<Json> {
    const answer = await this.context.fetch(path, { method, data });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return text ? JSON.parse(text) : {};
  }
}
