// What Lambda's own runtime does, as far as a handler can tell: loads it once, then answers one event after another.
// It stands alone in the function's process, so it imports nothing of the project.
import { pathToFileURL } from 'node:url';

const { LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const parent = { send: process.send.bind(process) };
// A handler that found this could talk to the harness, which Lambda does not have.
process.send = undefined;

const fault = (error) => ({
  errorType: error instanceof Error ? error.name : 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
  trace: error instanceof Error ? (error.stack ?? '').split('\n') : [],
});

const [module, name] = [
  _HANDLER.slice(0, _HANDLER.lastIndexOf('.')),
  _HANDLER.slice(_HANDLER.lastIndexOf('.') + 1),
];

async function load() {
  for (const ending of ['.mjs', '.js', '.cjs']) {
    const url = pathToFileURL(`${LAMBDA_TASK_ROOT}/${module}${ending}`).href;
    try {
      return await import(url);
    } catch (error) {
      if (error?.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== url) throw error;
    }
  }
  throw Object.assign(new Error(`Cannot find module '${module}'`), { name: 'Runtime.ImportModuleError' });
}

let handler;
try {
  handler = (await load())[name];
  if (typeof handler !== 'function')
    throw Object.assign(new Error(`${_HANDLER} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    });
  parent.send({ kind: 'ready' });
} catch (error) {
  parent.send({ kind: 'broken', fault: fault(error) }, () => process.exit(1));
}

process.on('message', async ({ requestId, traceId, arn, event, deadline }) => {
  process.env._X_AMZN_TRACE_ID = traceId;
  const context = {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const usage = () => process.resourceUsage().maxRSS;
  try {
    const answer = await handler(JSON.parse(event), context);
    parent.send({
      kind: 'answer',
      requestId,
      payload: JSON.stringify(answer) ?? 'null',
      peakKilobytes: usage(),
    });
  } catch (error) {
    parent.send({ kind: 'fault', requestId, fault: fault(error), peakKilobytes: usage() });
  }
});
