import { useQueries } from '@tanstack/react-query';
import { Tree } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Unit } from '../../../api/offices/contract';
import type { Office } from '../desk/office';
import { childrenQuery } from '../units/queries';
import { UnitName } from './unit-name';

interface Props {
  root: Office;
  chosen: string;
  onChoose: (id: string) => void;
}

interface Node {
  key: string;
  title: ReactNode;
  isLeaf: boolean;
  children?: Node[];
}

/** The branch as a tree; each office is read when it is opened. Arrow keys walk it, Enter chooses. */
export function OfficeTree({ root, chosen, onChoose }: Props) {
  const [open, setOpen] = useState<string[]>([root.id]);
  const read = useQueries({ queries: open.map((id) => childrenQuery(id)) });
  const children = new Map(open.map((id, index) => [id, read[index]?.data]));
  const nodeOf = (unit: Unit): Node => {
    const below = children.get(unit.id);
    return {
      ...{ key: unit.id, title: <UnitName unit={unit} />, isLeaf: unit.children === 0 },
      ...(below && { children: below.map(nodeOf) }),
    };
  };
  const rootNode: Node = {
    ...{ key: root.id, title: root.name, isLeaf: false },
    children: (children.get(root.id) ?? []).map(nodeOf),
  };
  return (
    <Tree<Node>
      aria-label="Đơn vị và cấp dưới"
      blockNode
      // The library's own would be read out as part of each name.
      switcherIcon={<span aria-hidden="true">▾</span>}
      treeData={[rootNode]}
      expandedKeys={open}
      selectedKeys={[chosen]}
      onExpand={(keys) => setOpen(keys.map(String))}
      onSelect={(_keys, { node }) => onChoose(node.key)}
    />
  );
}
