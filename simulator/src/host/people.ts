/** What people ask, checked against the plant's declarations and turned into commands. */
import type {
  ActionBody,
  ActionEntry,
  FaultEntry,
  InjectBody,
  Issue,
  Manifest,
} from '@plant47/contract';
import { PlantError } from '@plant47/contract';
import type { Command } from '@plant47/contract/sealed';

/** Finds the declared entry for a fault on an asset's component; throws all that is wrong. */
export function faultCommand(
  body: InjectBody,
  manifest: Manifest,
  faults: readonly FaultEntry[],
  id: string,
): Command {
  const issues: Issue[] = [];
  checkAsset(body.asset, manifest, issues);
  const named = faults.filter((entry) => entry.fault === body.fault);
  if (named.length === 0) {
    issues.push({
      code: 'E_UNKNOWN_FAULT',
      path: 'fault',
      message: `there is no such fault (${body.fault})`,
      remedy: `take one of ${[...new Set(faults.map((entry) => entry.fault))].join(', ')}`,
    });
  }
  const component = body.component ?? named[0]?.component ?? '';
  const entry = named.find((one) => one.component === component);
  if (named.length > 0 && !entry && !body.fault.startsWith('sensor.')) {
    issues.push({
      code: 'E_UNKNOWN_COMPONENT',
      path: 'component',
      message: `${body.fault} does not happen to this component (${component})`,
      remedy: `take one of ${named.map((one) => one.component).join(', ')}`,
    });
  }
  if (issues.length > 0) throw new PlantError(issues);
  if (body.fault.startsWith('sensor.')) return sensorCommand(body, manifest, named[0]!, id);
  if (body.clear) return { type: 'clear', asset: body.asset, component, fault: body.fault };
  return {
    type: 'fault',
    id,
    asset: body.asset,
    component,
    fault: body.fault,
    severity: body.severity ?? 1,
    ramp_s: body.ramp_s ?? 0,
  };
}

/** A sensor fault sits on a point: the component's temperature where no quantity is named. */
function sensorCommand(
  body: InjectBody,
  manifest: Manifest,
  entry: FaultEntry,
  id: string,
): Command {
  const component = body.component ?? 'bearing-de';
  const wanted = component.includes('.') ? component : `${component}.temperature`;
  const point = `${body.asset}.${wanted}`;
  const known = manifest.assets
    .find((asset) => asset.asset === body.asset)
    ?.devices.some((device) => device.points.some((one) => one.id === point));
  if (!known) {
    throw new PlantError([
      {
        code: 'E_UNKNOWN_POINT',
        path: 'component',
        message: `there is no such point (${point})`,
        remedy: 'name a point as component.quantity, e.g. bearing-de.temperature',
      },
    ]);
  }
  const amount = entry.at0 + (body.severity ?? 1) * (entry.at1 - entry.at0);
  return {
    type: 'sensor',
    id,
    point,
    fault: body.fault,
    amount,
    ...(body.clear && { clear: true }),
  };
}

/** The command of an operator's action; throws all that is wrong with it. */
export function actionCommand(
  body: ActionBody,
  manifest: Manifest,
  actions: readonly ActionEntry[],
): Command {
  const issues: Issue[] = [];
  checkAsset(body.asset, manifest, issues);
  const named = actions.filter((entry) => entry.action === body.action);
  const component = body.component ?? named[0]?.component ?? '';
  const entry = named.find((one) => one.component === component);
  if (named.length === 0) {
    issues.push({
      code: 'E_UNKNOWN_ACTION',
      path: 'action',
      message: `there is no such action (${body.action})`,
      remedy: `take one of ${[...new Set(actions.map((one) => one.action))].join(', ')}`,
    });
  } else if (!entry) {
    issues.push({
      code: 'E_UNKNOWN_COMPONENT',
      path: 'component',
      message: `${body.action} is not done on this component (${component})`,
      remedy: `take one of ${named.map((one) => one.component).join(', ')}`,
    });
  }
  if (entry?.value) checkValue(body.value, entry.value, issues);
  if (issues.length > 0) throw new PlantError(issues);
  return {
    type: 'action',
    asset: body.asset,
    component,
    action: body.action,
    ...(body.value !== undefined && { value: body.value }),
  };
}

function checkAsset(asset: string, manifest: Manifest, issues: Issue[]): void {
  if (manifest.assets.some((one) => one.asset === asset)) return;
  issues.push({
    code: 'E_UNKNOWN_ASSET',
    path: 'asset',
    message: `there is no such asset (${asset})`,
    remedy: 'see GET /api/v1/plant',
  });
}

function checkValue(
  value: number | undefined,
  declared: { readonly unit: string; readonly range: readonly [number, number] },
  issues: Issue[],
): void {
  const [low, high] = declared.range;
  if (value !== undefined && value >= low && value <= high) return;
  issues.push({
    code: 'E_RANGE',
    path: 'value',
    message: `the value is not in its range (${value ?? 'none'})`,
    remedy: `give ${low} to ${high} ${declared.unit}`,
  });
}
