import type { BudgetHandle, BudgetTree, BudgetUsage } from '../../engine/budget-tree.ts';
import type { BudgetHolder, BudgetUsageTree } from '../../errors/manager-errors.ts';

/** A report of a process with thousands of budgets must remain readable. */
const MAX_LINES = 40;
const MAX_HOLDERS = 5;

/** The budget and all below it, the largest first; undefined when it is closed. */
export function budgetUsageTree(tree: BudgetTree, top: BudgetHandle): BudgetUsageTree | undefined {
  const byParent = new Map<number, BudgetUsage[]>();
  let root: BudgetUsage | undefined;
  for (const usage of tree.list()) {
    if (usage.id === top.id && usage.generation === top.generation) root = usage;
    const siblings = byParent.get(usage.parentId);
    if (siblings === undefined) byParent.set(usage.parentId, [usage]);
    else siblings.push(usage);
  }
  return root === undefined ? undefined : withChildren(root, byParent);
}

function withChildren(usage: BudgetUsage, byParent: Map<number, BudgetUsage[]>): BudgetUsageTree {
  const { id, name, limitBytes, usedBytes, ownBytes, peakBytes } = usage;
  const children = byParent.get(id) ?? [];
  // Taken out, so that a list that changed while it was read cannot make a circle.
  byParent.delete(id);
  return {
    name,
    limitBytes,
    usedBytes,
    ownBytes,
    peakBytes,
    children: children.map((child) => withChildren(child, byParent)).sort((a, b) => b.usedBytes - a.usedBytes),
  };
}

/** The budgets with the most bytes of their own, the largest first. */
export function largestHolders(tree: BudgetUsageTree, count = MAX_HOLDERS): BudgetHolder[] {
  const holders: BudgetHolder[] = [];
  const collect = (usage: BudgetUsageTree, above: string): void => {
    const path = above === '' ? usage.name : `${above} / ${usage.name}`;
    if (usage.ownBytes > 0) holders.push({ path, ownBytes: usage.ownBytes });
    for (const child of usage.children) collect(child, path);
  };
  collect(tree, '');
  return holders.sort((a, b) => b.ownBytes - a.ownBytes).slice(0, count);
}

/** A line for each budget, indented by its level: `sort: 600 B used of 1000 B, peak 700 B`. */
export function describeBudgetUsage(tree: BudgetUsageTree): string {
  const lines: string[] = [];
  const describe = (usage: BudgetUsageTree, indent: string): void => {
    const { name, usedBytes, limitBytes, peakBytes, children } = usage;
    const limit = limitBytes === Number.POSITIVE_INFINITY ? ', no limit' : ` of ${limitBytes} B`;
    lines.push(`${indent}${name}: ${usedBytes} B used${limit}, peak ${peakBytes} B`);
    for (const child of children) describe(child, `${indent}  `);
  };
  describe(tree, '  ');
  if (lines.length > MAX_LINES) lines.splice(MAX_LINES, lines.length, `  … ${lines.length - MAX_LINES} more`);
  return lines.join('\n');
}

export function describeHolders(holders: readonly BudgetHolder[]): string {
  return holders.map(({ path, ownBytes }) => `${path} ${ownBytes} B`).join('; ');
}
